/**
 * How the page and its tests are laid out: the width of rustfmt.toml, and Prettier's own habits for the rest.
 *
 * @type {import("prettier").Config}
 */
export default {
  printWidth: 120,
  plugins: ["prettier-plugin-svelte"],
};
