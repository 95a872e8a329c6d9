// Small conveniences. Every page works without this file.
const root = document.documentElement;

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (!target) return;
  const actions = {
    "toggle-theme": () => {
      const theme = root.dataset.theme === "dark" ? "light" : "dark";
      root.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    },
    palette: () => {
      event.preventDefault();
      openPalette();
    },
    "open-dialog": () => document.getElementById(target.dataset.dialog).showModal(),
    dismiss: () => target.closest(".toast").remove(),
    remove: () => {
      const row = target.closest("[data-row]");
      const form = row.closest("form");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      // The focus goes on from here; it must not fall back to the top of the page.
      (next?.querySelector("[data-action=remove]") ?? form?.querySelector("#skill-search"))?.focus();
      form?.dispatchEvent(new Event("change", { bubbles: true }));
    },
    add: () => {
      const template = document.getElementById(target.dataset.template);
      const list = document.getElementById(target.dataset.list);
      list.append(template.content.cloneNode(true));
      list.lastElementChild.querySelector("input, textarea")?.focus();
    },
    copy: async () => {
      await navigator.clipboard.writeText(target.dataset.text);
      const label = target.querySelector("[data-label]");
      const before = label.textContent;
      label.textContent = target.dataset.done;
      setTimeout(() => { label.textContent = before; }, 2000);
    },
  };
  actions[target.dataset.action]?.();
});

// A menu closes on Escape and on a click beside it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// File drops: the chosen files' names, and the frame that shows where to drop.
document.querySelectorAll("[data-drop]").forEach((drop) => {
  const input = drop.querySelector("input[type=file]");
  const list = drop.querySelector("[data-files]");
  drop.classList.add("is-live");
  input.addEventListener("change", () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      const size = new Intl.NumberFormat(root.lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
      item.textContent = `${file.name} (${size.format(Math.max(1, file.size / 1000))})`;
      return item;
    }));
    if (drop.dataset.drop === "submit" && input.files.length) input.form.requestSubmit();
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("is-over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
});

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// A skill was added: its level comes next, and the search is done.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "skills") return;
  document.getElementById("skill-search").value = "";
  document.getElementById("skill-results").replaceChildren();
  event.detail.target.lastElementChild.querySelector("input[type=radio]")?.focus();
  event.detail.target.dispatchEvent(new Event("change", { bubbles: true }));
});

// What cannot be undone is asked once more; without this file the form goes straight through.
document.addEventListener("submit", (event) => {
  const dialog = document.getElementById(event.target.dataset.confirm ?? "");
  if (!dialog || event.submitter?.dataset.confirmed) return;
  event.preventDefault();
  dialog.showModal();
});

// A click beside a dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// The command palette: Ctrl+K or Cmd+K, arrows, Enter. The input keeps the focus throughout.
const palette = document.getElementById("palette");
const input = document.getElementById("palette-q");
const results = document.getElementById("palette-results");
const options = () => [...results.querySelectorAll("a[role=option]")];

function openPalette() {
  if (palette.open) return;
  input.value = "";
  palette.showModal();
  input.focus();
  htmx.trigger(input, "palette-open");
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

if (palette) {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  document.querySelectorAll("[data-shortcut]").forEach((key) => { if (mac) key.textContent = "⌘ K"; });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (palette.open) palette.close();
      else openPalette();
    }
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    // Home and End move in the text as long as there is some.
    const inText = (event.key === "Home" || event.key === "End") && input.value;
    if (event.key in moves && all.length && !inText) {
      event.preventDefault();
      choose(all[(moves[event.key] + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      all[Math.max(at, 0)]?.click();
    }
  });
  results.addEventListener("htmx:afterSwap", () => choose(options()[0]));
}
