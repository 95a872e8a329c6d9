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
    dismiss: () => target.closest(".toast").remove(),
    remove: () => {
      const row = target.closest("[data-row]");
      const form = row.closest("form");
      row.remove();
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
