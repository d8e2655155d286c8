//! The way to a remote server: requests, tokens, a resumable event stream.
