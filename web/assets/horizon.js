// Suggestions for the search field, and the search field by "/". Every page is whole without it.
"use strict";

(() => {
  const kWait = 120; // milliseconds after the last key
  const kMost = 8;

  function attach(input) {
    const list = document.createElement("ul");
    list.id = input.id + "-suggestions";
    list.className = "suggest";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    list.setAttribute("aria-label", input.labels && input.labels[0] ? input.labels[0].textContent : "");

    let timer = 0;
    let asked = "";
    let chosen = -1;

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(next) {
      const items = list.children;
      if (!items.length) return;
      if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
      chosen = (next + items.length) % items.length;
      items[chosen].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", items[chosen].id);
    }

    function take(item) {
      input.value = item.dataset.value;
      close();
      input.form.requestSubmit();
    }

    function show(rows) {
      list.replaceChildren();
      rows.slice(0, kMost).forEach((row, i) => {
        const item = document.createElement("li");
        item.id = list.id + "-" + i;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.value = row.value;
        const name = document.createElement("span");
        name.textContent = row.name;
        const note = document.createElement("span");
        note.className = "note";
        note.textContent = row.other;
        item.append(name, note);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(item);
        });
        list.append(item);
      });
      chosen = -1;
      list.hidden = rows.length === 0;
      input.setAttribute("aria-expanded", String(rows.length > 0));
    }

    async function ask() {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      if (text.length === 0) return close();
      try {
        const address = input.dataset.suggest + "?q=" + encodeURIComponent(text) + "&lang=" +
            document.documentElement.lang.slice(0, 2);
        const reply = await fetch(address);
        if (reply.ok && asked === text) show((await reply.json()).rows);
      } catch {
        close(); // offline: the field works without
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, kWait);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(list.children[chosen]);
      } else if (event.key === "Escape") {
        close();
      }
    });
  }

  document.querySelectorAll("input[data-suggest]").forEach(attach);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input,select,textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector("input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
