// Before the first paint: the theme chosen here, or else the system's.
const chosen = localStorage.getItem("theme");
const dark = matchMedia("(prefers-color-scheme: dark)");
const apply = (theme) => { document.documentElement.dataset.theme = theme; };
apply(chosen || (dark.matches ? "dark" : "light"));
dark.addEventListener("change", (event) => {
  if (!localStorage.getItem("theme")) apply(event.matches ? "dark" : "light");
});
