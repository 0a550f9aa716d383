/**
 * F6 and Maj+F6: the parts of the window, in the order they are read. A part is any element with `data-pane`; inside it
 * `data-pane-focus` says where the focus lands, else its first focusable element does.
 */
const FOCUSABLE =
  "a[href], button:not([tabindex='-1']), input, textarea, iframe, [tabindex='0'], [contenteditable='true']";

export function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const start = current < 0 && step < 0 ? 0 : current;
  for (let turn = 1; turn <= panes.length; turn += 1) {
    const pane = panes[(start + step * turn + panes.length * 2) % panes.length];
    if (pane !== undefined && focusPane(pane)) {
      return;
    }
  }
}

/** Puts the focus in a part by its name. */
export function enterPane(name: string): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  if (pane !== null) {
    focusPane(pane);
  }
}

function focusPane(pane: HTMLElement): boolean {
  const target = pane.querySelector<HTMLElement>("[data-pane-focus]") ?? pane.querySelector<HTMLElement>(FOCUSABLE);
  if (target === null) {
    return false;
  }
  // The page may not have the keyboard: after a key inside the thread frame, the frame has it.
  window.focus();
  target.focus();
  return true;
}
