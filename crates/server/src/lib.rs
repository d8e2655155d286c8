//! The binary cloudcare-server.
