/** An icon of the set: a component drawn in a 24 by 24 box with a stroke. */
import type { Component } from "svelte";

export type Glyph = Component<{ size?: number; strokeWidth?: number }>;
