// Runs in the alert window before its page. The window refuses the keyboard, so that it never takes a
// key from whoever is typing elsewhere (H7); a note can only be written in a window that accepts it.
// The page shows a text field only when a person has asked for one by a click: for as long as one
// stands there, the shell lets a click into the window give it the keyboard.
(() => {
  let writing = false;
  const look = () => {
    const now = document.querySelector("textarea, input:not([type=radio])") !== null;
    if (now === writing) return;
    writing = now;
    window.__TAURI_INTERNALS__
      .invoke("alert_window", { action: { kind: "writing", now } })
      .catch(() => {});
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
