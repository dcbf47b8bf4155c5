// Remembers the script that a reader chose at a switch, and leads from the entrance page to it.
// Everything works without this file.
(() => {
  "use strict";
  const KEY = "sitegen.script";

  // Storage may be switched off, and on some systems it is refused to pages opened from a disk.
  const recall = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (script) => {
    try {
      localStorage.setItem(KEY, script);
    } catch {
      // Then the entrance asks again next time.
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-script]");
    if (link) remember(link.dataset.script);
  });

  if ("entrance" in document.documentElement.dataset) {
    const script = recall();
    const doors = [...document.querySelectorAll("a[data-script]")];
    const door = doors.find((link) => link.dataset.script === script);
    // `replace`: the way back leads past the entrance, not into it again.
    if (door) location.replace(door.href);
  }
})();
