// The letters of the traps: a conversation of an honest message and a hostile one, and another conversation beside it.

import { htmlLetter } from "./post.mjs";

export const TRAP = "Compte rendu de passage";
export const OTHER = "Planning de la semaine";

/** The letters by name; an honest link of the hostile one leads to `server`. */
export function letters(server) {
  const [fabre, stranger] = ['"Dr Fabre" <h.fabre@medecin.mssante.example>', '"Inconnu" <x@ailleurs.example>'];
  const witness = `<p id="cible">Bonjour, voici le compte rendu.</p><p id="suite">fin du témoin</p>`;
  const trap = `<p id="cible"><a href="//localhost/jeton/do/save/1/0">sans schéma</a></p>
    <p><a href="/jeton/../do/save/1/0">par un détour</a></p>
    <p><a href="mail://localhost/jeton/do/save/1/0">en toutes lettres</a></p>
    <p><a href="tauri://localhost/index.html">vers le bureau</a></p>
    <p><a href="javascript:parent.postMessage(1,'*')">script</a></p>
    <p><a href="${server}/lien" ping="${server}/ping">lien honnête</a></p>
    <button popovertarget="p">Ouvrir la suite</button><div popover id="p">Votre session a expiré</div><dialog open>Mot de passe</dialog>
    <article class="e-msg e-open" id="e-1"><header class="e-from"><h2 class="e-name">Dr Fabre</h2><p class="e-meta">h.fabre</p></header></article>
    <a id="e-2"></a><details open><summary class="e-line">Message de Dr Fabre</summary></details>
    <img src="cid:absente" alt="logo"><p id="suite">fin du piège</p>`;
  const id = "passage-1@medecin.mssante.example";
  return {
    temoin: htmlLetter({ id, from: fabre, subject: TRAP, html: witness, minutes: 3 }),
    piege: htmlLetter({
      id: "passage-2@ailleurs.example",
      answers: id,
      from: stranger,
      subject: TRAP,
      html: trap,
      minutes: 2,
    }),
    autre: htmlLetter({
      id: "planning@ailleurs.example",
      from: stranger,
      subject: OTHER,
      html: "<p>Rien ne change.</p>",
      minutes: 1,
    }),
  };
}
