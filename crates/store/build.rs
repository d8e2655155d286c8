//! Has the store compiled again when a migration is added: `sqlx::migrate!` reads them without telling.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
