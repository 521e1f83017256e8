"use strict";
(() => {
  const FIRST = 60; // rows: more than any window shows
  const FRAME_MS = 12;
  const form = document.querySelector(".filters");
  const body = document.querySelector(".rows tbody");
  for (const button of document.querySelectorAll(".copy")) {
    const text = button.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
      } catch {
        getSelection().selectAllChildren(text);
        document.execCommand("copy");
      }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
  // on a narrow screen the newest release is what is to be seen first
  for (const scroll of document.querySelectorAll(".scroll")) {
    const target = scroll.querySelector("th.target");
    if (target) scroll.scrollLeft = target.offsetLeft + target.offsetWidth - scroll.clientWidth;
    scroll.parentElement.querySelector(".further").hidden = scroll.scrollWidth <= scroll.clientWidth;
  }
  if (!form) return;

  const shown = document.querySelector(".shown");
  const find = form.elements.find;
  const selects = [...form.querySelectorAll("select")];
  const rows = Array.from(body.rows, (element, place) => ({
    element, place, keys: element.dataset.k.split(" ").map(Number), text: null, fits: true,
  }));
  const number = new Intl.NumberFormat("en");

  // To move thousands of rows takes a browser seconds. So only as many are moved at once as there
  // is time for in a frame, from the top; those whose turn has not come are hidden.
  let order = rows;
  let inOrder = true;
  let round = 0;
  const put = (fitting, from, mine, ms) => {
    if (mine !== round) return;
    const began = performance.now();
    let at = from;
    while (at < fitting.length && (at < FIRST || performance.now() - began < ms)) {
      const some = document.createDocumentFragment();
      const until = Math.min(at + 20, fitting.length);
      const before = at ? fitting[at - 1].element : null;
      for (; at < until; at += 1) {
        fitting[at].element.hidden = false;
        some.append(fitting[at].element);
      }
      body.insertBefore(some, before ? before.nextSibling : body.firstChild);
    }
    if (at < fitting.length) setTimeout(put, 0, fitting, at, mine, ms);
    else inOrder = fitting.length === rows.length;
  };
  const show = () => {
    round += 1;
    for (const row of rows) {
      const hidden = !inOrder || !row.fits;
      if (row.element.hidden !== hidden) row.element.hidden = hidden;
    }
    if (!inOrder) put(order.filter((row) => row.fits), 0, round, FRAME_MS);
  };

  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = selects.filter((one) => one.value !== "").map((one) => [+one.dataset.facet, +one.value]);
    let fitting = 0;
    for (const row of rows) {
      if (words.length && row.text === null) row.text = row.element.textContent.toLowerCase();
      row.fits = wanted.every(([facet, choice]) => row.keys[facet] === choice)
        && words.every((word) => row.text.includes(word));
      if (row.fits) fitting += 1;
    }
    show();
    shown.textContent = fitting === rows.length
      ? `${number.format(fitting)} rows`
      : `${number.format(fitting)} of ${number.format(rows.length)} rows`;
  };

  let asked = 0;
  const soon = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(filter); };
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());

  const headings = [...document.querySelectorAll(".rows th[data-sort]")];
  const sortBy = (heading) => {
    const key = +heading.dataset.sort;
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const one of headings) one.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    order = [...rows].sort((a, b) => sign * (a.keys[key] - b.keys[key]) || a.place - b.place);
    inOrder = false;
    show();
  };
  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => sortBy(heading));
  }

  // a line of the picture leads to its rows
  for (const picture of document.querySelectorAll(".matrix")) {
    const label = [...form.querySelectorAll("label")].find(
      (one) => one.firstElementChild.textContent === picture.dataset.of && one.querySelector("select"));
    if (!label) continue;
    const select = label.querySelector("select");
    for (const line of picture.querySelectorAll("tbody tr:not(.sum) th span")) {
      const option = [...select.options].find((one) => one.value !== "" && one.text === line.textContent);
      if (!option) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = line.textContent;
      line.replaceChildren(button);
      button.addEventListener("click", () => {
        select.value = option.value;
        filter();
        document.getElementById("table").scrollIntoView();
      });
    }
  }

  // on paper nothing can be opened
  let opened = [];
  addEventListener("beforeprint", () => {
    round += 1;
    if (!inOrder) put(order.filter((row) => row.fits), 0, round, Infinity);
    const closed = rows.filter((row) => row.fits)
      .map((row) => row.element.querySelector("details:not([open])")).filter(Boolean);
    opened = closed.length > 500 ? [] : closed;
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

  form.hidden = false;
  shown.hidden = false;
  filter();
})();
