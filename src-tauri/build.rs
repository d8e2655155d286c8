//! Checks tauri.conf.json and names the commands, so that a window may call only what its capability
//! lists.

fn main() {
    let commands = &[
        "api_request",
        "session",
        "stream",
        "station",
        "alert_window",
    ];
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(commands));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
