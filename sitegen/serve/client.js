// Keeps a page of the preview as new as its source. The server names the addresses that this page depends on
// (data-watch) and the state that it was made from (data-since).
"use strict";

(() => {
  const script = document.currentScript;
  const watched = new Set(JSON.parse(script.dataset.watch));
  let since = script.dataset.since;
  let stream = null;
  let overlay = null;

  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483647;
      box-sizing: border-box; padding: 1rem 1.25rem; background: #2b1210; color: #fff; border-top: 4px solid #e5484d;
      font: 15px/1.5 system-ui, sans-serif; }
    h2 { margin: 0 0 .5rem; font-size: 1rem; }
    p { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
    p.hint { margin-left: 1.5rem; color: #ffc9c5; }
    button { float: right; font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; }`;

  function loads(path) {
    return [...document.querySelectorAll("link[href], script[src], img[src]")].some(
      (element) => path === decoded(new URL(element.href || element.src).pathname),
    );
  }

  function decoded(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function show(errors) {
    overlay?.remove();
    overlay = null;
    if (!errors.length) return;
    // In a shadow tree, so that the styles of page and overlay leave each other alone.
    overlay = document.createElement("sitegen-errors");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    const close = element("button", "Close");
    close.addEventListener("click", () => show([]));
    box.append(close, element("h2", "This page may be out of date"));
    for (const error of errors) {
      box.append(element("p", error.message));
      if (error.hint) box.append(element("p", `hint: ${error.hint}`, "hint"));
    }
    root.append(box);
    document.documentElement.append(overlay);
  }

  function receive(event) {
    since = event.lastEventId;
    const { urls, errors } = JSON.parse(event.data);
    if (urls === null || urls.some((url) => watched.has(url) || loads(url))) {
      disconnect();
      location.reload();
    } else {
      show(errors);
    }
  }

  // Browsers open six connections to a host at most: pages that nobody looks at must not hold one each.
  function connect() {
    if (stream || document.hidden) return;
    stream = new EventSource(`/_sitegen/events?since=${encodeURIComponent(since)}`);
    stream.addEventListener("reload", receive);
  }

  function disconnect() {
    stream?.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
