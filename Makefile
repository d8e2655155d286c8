# CloudCare. `make run` starts it, `make test` checks everything; both set up what they need first.

# The query files under .sqlx/ stand in for a database while compiling.
export SQLX_OFFLINE := true

.PHONY: help run test build bench codegen lint setup

help:     ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run:      ## start the desktop with the demo hospital (without a display: the server, for a browser)
	@scripts/run

test:     ## everything: formatting, lints, unit, service and end-to-end tests; never a release build
	@scripts/test

build:    ## target/release/cloudcare (desktop) and target/release/cloudcare-server
	@scripts/setup
	cargo build --locked --release -p cloudcare -p cloudcare-server --bin cloudcare --bin cloudcare-server

bench:    ## the figures of the quality page, each beside its baseline
	@scripts/setup --tests
	@scripts/build-ui --packages-of tests/e2e
	@PATH="$$PATH:$$PWD/target/tools/bin" command -v tauri-driver >/dev/null || cargo install tauri-driver@2.1.0 --locked --root target/tools
	cargo xtask bench

codegen:  ## openapi.json, the interface's types and the SQL query files, from their sources
	@scripts/setup
	@scripts/build-ui --packages-of ui/codegen
	cargo xtask codegen

lint:     ## formatting and lints only, Rust and TypeScript
	@scripts/setup
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cd ui && npm run --silent lint && npm run --silent format:check && npm run --silent typecheck

setup:    ## check the prerequisites, install what is missing, fetch PostgreSQL, build the interface
	@scripts/setup
