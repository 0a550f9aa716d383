/** Copies a text. The modern way asks for a secure context, which a webview's own scheme may not be; the old way works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const holder = document.createElement("textarea");
  holder.value = text;
  holder.className = "visually-hidden";
  (document.querySelector("dialog[open]") ?? document.body).append(holder);
  holder.select();
  const copied = document.execCommand("copy");
  holder.remove();
  if (before instanceof HTMLElement) {
    before.focus();
  }
  return copied;
}
