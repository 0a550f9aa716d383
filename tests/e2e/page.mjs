// The page as a person sees it: buttons by their words, rows by their subject, the letter inside its frame.

export class Page {
  constructor(session) {
    this.session = session;
  }

  /** Marks the visible element whose accessible words are `name`, or else hold it, and gives its selector. */
  async called(css, name) {
    const found = await this.session.run(
      `const [css, name] = arguments;
       document.querySelectorAll("[data-driver]").forEach((element) => element.removeAttribute("data-driver"));
       const words = (element) => (element.getAttribute("aria-label") ?? element.innerText).replace(/\\s+/g, " ").trim();
       const shown = [...document.querySelectorAll(css)].filter((element) => element.checkVisibility());
       const element =
         shown.find((element) => words(element) === name) ?? shown.find((element) => words(element).includes(name));
       element?.setAttribute("data-driver", "here");
       return element !== undefined;`,
      css,
      name,
    );
    return found ? "[data-driver=here]" : null;
  }

  async press(name, css = "button, a, [role=menuitem]") {
    const selector = await this.session.until(`« ${name} »`, () => this.called(css, name));
    await this.session.click(selector);
  }

  async openRow(subject) {
    const selector = await this.session.until(`the row « ${subject} »`, () =>
      this.session.run(
        `const subject = arguments[0];
         document.querySelectorAll("[data-driver]").forEach((element) => element.removeAttribute("data-driver"));
         const row = [...document.querySelectorAll("[role=option]")].find((row) => row.innerText.includes(subject));
         row?.setAttribute("data-driver", "here");
         return row ? "[data-driver=here]" : null;`,
        subject,
      ),
    );
    await this.session.click(selector);
    await this.session.until("the subject in the sheet", () =>
      this.session.run(
        "return [...document.querySelectorAll('main h2')].some((title) => title.innerText.includes(arguments[0]))",
        subject,
      ),
    );
  }

  /** The text of the letter shown in the frame. */
  async letter() {
    await this.session.enterFrame("iframe");
    try {
      return await this.session.run("return document.body.innerText");
    } finally {
      await this.session.leaveFrame();
    }
  }

  /** Presses the link whose accessible name begins with `name`, in what is unfolded of the letter. */
  async pressInLetter(name) {
    await this.session.enterFrame("iframe");
    try {
      await this.session.until(`« ${name} » in the letter`, () =>
        this.session.run(
          `document.querySelectorAll("[data-driver]").forEach((element) => element.removeAttribute("data-driver"));
           const named = (link) => link.checkVisibility() && link.getAttribute("aria-label")?.startsWith(arguments[0]);
           const link = [...document.querySelectorAll("a")].find(named);
           link?.setAttribute("data-driver", "file");
           return link !== undefined;`,
          name,
        ),
      );
      await this.session.click("[data-driver=file]");
    } finally {
      await this.session.leaveFrame();
    }
  }

  async letterSays(text) {
    return this.session.until(
      `the letter to say « ${text} »`,
      async () => (await this.letter()).includes(text) || null,
    );
  }

  async says(text) {
    return this.session.until(
      `the page to say « ${text} »`,
      async () => (await this.session.text("body")).includes(text) || null,
    );
  }
}
