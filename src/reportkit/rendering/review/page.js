"use strict";
// Explores what the page says anyway: a figure's origin beside its table, its rows with their numbers.
(() => {
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), body = byId("panel-body"), title = byId("panel-title");
  const hint = body.innerHTML;
  const wide = matchMedia("(min-width: 75rem)");
  const STEP = 100;
  let from = null;

  const numbers = new Map(); // block -> row -> number
  const numberOf = (block) => {
    if (!numbers.has(block)) {
      const told = byId("b" + block);
      const lines = told ? told.textContent.split("\n") : [];
      numbers.set(block, new Map(lines.map((line) => line.split("\t"))));
    }
    return numbers.get(block);
  };

  const element = (name, text, look) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (look) made.className = look;
    return made;
  };

  const rowsIn = (text) => text.split("、").flatMap((run) => {
    const [, first, last, records] = run.match(/^(\d+)(?:–(\d+))?(?:（(\d+) 件）)?$/) || [];
    if (!first) return [];
    const rows = [];
    for (let row = +first; row <= +(last || first); row += 1) rows.push([row, records || ""]);
    return rows;
  });

  // The rows of one block as a table, a hundred at a time: a total may have thousands.
  const listed = (span) => {
    const found = rowsIn(span.textContent), number = numberOf(span.dataset.block);
    const weighted = found.some(([, records]) => records);
    const table = element("table", "", "records"), rows = element("tbody");
    const caption = element("caption", span.dataset.place);
    const head = element("thead"), heads = element("tr");
    for (const name of ["行", weighted ? "件数" : "编号"]) {
      const heading = element("th", name);
      heading.scope = "col";
      heads.append(heading);
    }
    head.append(heads);
    table.append(caption, head, rows);
    const box = element("div");
    box.append(table);
    const more = element("button", "");
    more.type = "button";
    const show = () => {
      const start = rows.children.length;
      for (const [row, records] of found.slice(start, start + STEP)) {
        const line = element("tr");
        line.append(element("td", String(row)), element("td", records || number.get(String(row)) || "—"));
        rows.append(line);
      }
      const left = found.length - rows.children.length;
      more.textContent = `再列 ${Math.min(left, STEP)} 行（还有 ${left} 行）`;
      more.hidden = left === 0;
    };
    more.addEventListener("click", show);
    show();
    box.append(more);
    return box;
  };

  const open = (id, focus) => {
    const told = byId("c-" + id);
    if (!told) return;
    title.textContent = told.dataset.name;
    const copy = told.cloneNode(true);
    copy.removeAttribute("id");
    body.replaceChildren(copy);
    for (const rows of copy.querySelectorAll(".rows-of")) {
      const list = () => {
        if (rows.open && !rows.querySelector("table")) rows.append(listed(rows.querySelector(".rows")));
      };
      rows.addEventListener("toggle", list);
      list();
    }
    for (const marked of document.querySelectorAll("td.open")) marked.classList.remove("open");
    byId(id)?.classList.add("open");
    panel.hidden = false;
    document.documentElement.classList.add("with-panel");
    if (focus) title.focus({ preventScroll: true });
    if (!wide.matches) from?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const close = () => {
    for (const marked of document.querySelectorAll("td.open")) marked.classList.remove("open");
    document.documentElement.classList.remove("with-panel");
    if (wide.matches) {
      title.textContent = "数字的来历";
      body.innerHTML = hint;
    } else panel.hidden = true;
    from?.focus();
  };

  // Served, this page lies within another, which cannot pass on to its own which figure is meant:
  // what leads to a member's figure leads to that page alone.
  if (location.pathname.endsWith("/rendition.html"))
    for (const link of document.querySelectorAll(".parts a"))
      link.href = link.href.replace("/review.html#", "/rendition.html#");

  const reveal = (id) => {
    for (let at = byId(id); at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (id.startsWith("c-")) {
      event.preventDefault();
      from = link;
      open(id.slice(2), true);
      history.replaceState(null, "", link.hash);
      return;
    }
    reveal(id);
    const target = byId(id);
    const figure = target?.querySelector(":scope > a.figure");
    if (!figure) return;
    // A cell: go to its figure, so that the keyboard goes on from there.
    event.preventDefault();
    history.pushState(null, "", link.hash);
    if (!wide.matches) close();
    figure.scrollIntoView({ block: "center", inline: "center" });
    from = figure;
    enter(figure);
    figure.focus({ preventScroll: true });
    open(id, false);
  });

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("a.figure");
    if (link && wide.matches) {
      from = link;
      open(link.parentElement.id, false);
    }
  });

  // One stop of the tab key a table; arrows move inside.
  const enter = (link) => {
    for (const other of link.closest("table").querySelectorAll("a.figure")) other.tabIndex = -1;
    link.tabIndex = 0;
  };
  const middle = (link) => {
    const box = link.parentElement.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const beyond = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const next = (link, [dx, dy]) => {
    const [x, y] = middle(link);
    let best = null, least = Infinity;
    for (const other of link.closest("table").querySelectorAll("a.figure")) {
      const [ox, oy] = middle(other);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (other !== link && along > 1 && along + 4 * aside < least) [best, least] = [other, along + 4 * aside];
    }
    return best;
  };
  for (const table of document.querySelectorAll("#report table")) {
    const first = table.querySelector("a.figure");
    if (first) enter(first);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      close();
      return;
    }
    const link = event.target.closest?.("a.figure");
    if (!link || !beyond[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = next(link, beyond[event.key]);
    if (!to) return;
    enter(to);
    to.focus();
  });

  byId("panel-close").addEventListener("click", close);
  const fit = () => {
    panel.hidden = !wide.matches && !document.documentElement.classList.contains("with-panel");
  };
  wide.addEventListener("change", fit);
  fit();
  document.documentElement.classList.add("scripted");
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked.startsWith("c-")) open(asked.slice(2), false);
  else if (asked) reveal(asked);
})();
