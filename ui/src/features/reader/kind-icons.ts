/** The drawing of each kind of document. */
import AudioLines from "@lucide/svelte/icons/audio-lines";
import File from "@lucide/svelte/icons/file";
import FileArchive from "@lucide/svelte/icons/file-archive";
import FileSpreadsheet from "@lucide/svelte/icons/file-spreadsheet";
import FileText from "@lucide/svelte/icons/file-text";
import Film from "@lucide/svelte/icons/film";
import FolderArchive from "@lucide/svelte/icons/folder-archive";
import Image from "@lucide/svelte/icons/image";

import CdaGlyph from "../../components/CdaGlyph.svelte";
import type { Glyph } from "../../components/glyph";
import type { DocumentKind } from "../../contract/contract";

export const KIND_ICONS: Record<DocumentKind, Glyph> = {
  cda: CdaGlyph,
  xdm: FolderArchive,
  pdf: FileText,
  image: Image,
  video: Film,
  audio: AudioLines,
  text: FileText,
  office: FileSpreadsheet,
  archive: FileArchive,
  other: File,
};
