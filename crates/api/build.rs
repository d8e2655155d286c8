//! The interface is embedded: built again, it must be embedded again.

fn main() {
    println!("cargo::rerun-if-changed=../../ui/dist");
}
