/**
 * The editor of the text. Its schema is the list of what a letter may hold: whatever is pasted becomes that, or goes.
 * No style sheet is injected, no link is followed.
 */
import { Editor } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Link } from "@tiptap/extension-link";
import { BulletList, ListItem, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { UndoRedo } from "@tiptap/extensions";

export interface EditorNeeds {
  readonly element: HTMLElement;
  /** What it is called by a screen reader. */
  readonly label: string;
  readonly html: string;
  readonly autofocus: boolean;
  /** The text changed. */
  readonly onchange: (html: string, ownText: string) => void;
  /** The selection or its marks changed. */
  readonly onselect: () => void;
}

/** Ctrl+Entrée sends and Échap leaves: the editor takes every Enter and Escape unless told that these are not its own. */
function isForThePage(event: KeyboardEvent): boolean {
  return event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
}

export function createEditor({ element, label, html, autofocus, onchange, onselect }: EditorNeeds): Editor {
  return new Editor({
    element,
    content: html,
    autofocus: autofocus ? "start" : false,
    injectCSS: false,
    extensions: [
      Document,
      Paragraph,
      Text,
      Bold,
      Underline,
      BulletList,
      OrderedList,
      ListItem,
      Blockquote,
      HardBreak,
      Link.configure({ autolink: false, openOnClick: false, linkOnPaste: false }),
      UndoRedo,
    ],
    editorProps: {
      handleDOMEvents: { keydown: (_view, event) => isForThePage(event) },
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, spellcheck: "true" },
    },
    onUpdate: ({ editor }) => onchange(editor.getHTML(), ownText(editor)),
    onTransaction: onselect,
  });
}

/** What the person wrote themselves: the text outside quotations. */
export function ownText(editor: Editor): string {
  const lines: string[] = [];
  editor.state.doc.descendants((node) => {
    if (node.type.name === "blockquote") {
      return false;
    }
    if (node.isTextblock) {
      lines.push(node.textContent);
    }
    return true;
  });
  return lines.join("\n");
}
