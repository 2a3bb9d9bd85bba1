
"use strict";
/* The rows are text until they are shown: to lay out thousands takes seconds. */
(() => {
  const STATES = ["broken", "unreadable", "failed", "unmade", "passed"], STEP = 50, ON_PAPER = 200, LOWEST = 56;
  const PRESSING = ["returned", "lapsed", "void", "fault"];
  const FILTERS = ["q", "state", "organ", "found", "review"];
  const source = document.querySelector("noscript");
  const [before, lines] = source.textContent.split(/<tbody>\n|\n<\/tbody>/);
  source.outerHTML = `${before}<tbody></tbody></table>`;
  const table = document.getElementById("bureaus"), body = table.tBodies[0];
  const form = document.querySelector(".filters"), count = document.getElementById("count");
  const more = document.getElementById("more");
  const heads = [...table.tHead.rows[0].cells];
  const column = Object.fromEntries(heads.map((head, n) => [head.dataset.sort, n]));
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const escaped = (text) => { const p = document.createElement("p"); p.textContent = text; return p.innerHTML; };
  const number = (cell) => cell === "—" ? -1 : Number(cell);
  const rows = lines.split("\n").filter(Boolean).map((line, place) => {
    const cells = line.split(/<t[hd][^>]*>/).slice(1).map((cell) => cell.replace(/<[^>]*>/g, ""));
    return {
      line, place,
      text: folded(cells[0]),
      organ: /data-o="(\d+)"/.exec(line)[1],
      marks: /data-r="([\w ]*)"/.exec(line)[1].split(" "),
      left: line.includes(" data-left>"),
      state: /<td class="(\w+)"/.exec(line)[1],
      errors: number(cells[column.errors]),
      warnings: number(cells[column.warnings]),
      unknown: number(cells[column.unknown]),
      deadline: cells[column.deadline],
    };
  });
  const told = document.createElement("span"), all = document.createElement("button");
  const step = document.createElement("button");
  step.type = all.type = "button";
  step.textContent = `再显示 ${STEP} 份`;
  all.textContent = "全部显示";
  step.addEventListener("click", () => grow(limit + STEP));
  all.addEventListener("click", () => grow(Infinity));
  more.append(told, " ", step, " ", all);
  const signed = (row) => Number((row.marks.find((mark) => /^signed\d/.test(mark)) || "signed0").slice(6));
  const KEYS = {
    signed,
    name: (row) => row.place,
    state: (row) => STATES.indexOf(row.state),
    errors: (row) => row.errors,
    warnings: (row) => row.warnings,
    unknown: (row) => row.unknown,
    deadline: (row) => Date.parse(row.deadline) || Infinity,
  };
  let asked = new URLSearchParams(), shown = [], limit = STEP, printing = false, rest = () => {};

  /* Days, counted when the page is opened: nothing that was written knows what day it is. */
  const now = new Date(), today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  function daysLeft(cell, done) {
    const due = Date.parse(cell.textContent);
    if (!due) return;
    const left = Math.round((due - today) / 86400000), days = document.createElement("small");
    days.textContent = left > 0 ? `还有 ${left} 天` : left ? `已过 ${-left} 天` : "今天到期";
    if (left < 0 && !done) days.className = "late";
    cell.append(days);
  }

  function matching() {
    const words = folded(escaped(asked.get("q") || "")).split(/\s+/).filter(Boolean);
    const state = asked.get("state"), organ = asked.get("organ"), found = asked.get("found"), review = asked.get("review");
    return rows.filter((row) =>
      (!state || (state === "left" ? row.left : row.state === state && !row.left)) &&
      (!organ || row.organ === organ) && (!found || row[found] > 0) &&
      (!review || row.marks.includes(review)) &&
      words.every((word) => row.text.includes(word)));
  }

  function sorted(list) {
    const sort = asked.get("sort") || "", down = sort.startsWith("-"), name = sort.replace(/^-/, "");
    for (const head of heads) {
      if (head.dataset.sort === name) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const key = KEYS[name];
    if (!key) return list;
    const turn = down ? -1 : 1;
    return list.sort((a, b) => turn * (key(a) - key(b)) || a.place - b.place);
  }

  /* Rows from one place on; of those that are there already, nothing is laid out again. */
  function add(from, to) {
    const part = document.createElement("template");
    part.innerHTML = shown.slice(from, to).map((row) => row.line).join("");
    [...part.content.children].forEach((line, n) => daysLeft(line.cells[column.deadline], shown[from + n].marks.includes("published")));
    body.append(part.content);
  }

  /* What a window shows comes at once, what is below it when that is on the screen. */
  function draw() {
    const first = printing ? limit : Math.min(limit, Math.ceil(innerHeight / LOWEST));
    body.replaceChildren();
    add(0, first);
    body.setAttribute("aria-busy", "true");
    const mine = () => {
      if (rest !== mine) return;
      rest = () => {};
      add(first, limit);
      body.removeAttribute("aria-busy");
    };
    rest = mine;
    if (first >= Math.min(limit, shown.length)) rest();
    else requestAnimationFrame(() => setTimeout(mine));
    tellMore();
  }

  function grow(to) {
    rest();
    add(limit, to);
    limit = to;
    tellMore();
  }

  function tellMore() {
    more.hidden = shown.length <= limit;
    told.textContent = `还有 ${shown.length - limit} 份没有显示。`;
  }

  function show() {
    shown = sorted(matching());
    limit = STEP;
    count.textContent = shown.length === rows.length ? `共 ${rows.length} 份` : `符合条件的 ${shown.length} 份，共 ${rows.length} 份`;
    draw();
  }

  function read() {
    asked = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || "";
    show();
  }

  function ask(name, value) {
    if (value) asked.set(name, value); else asked.delete(name);
    history.replaceState(null, "", `#${asked}`);
    show();
  }

  for (const head of heads) {
    if (!head.dataset.sort) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const name = head.dataset.sort, numbers = ["errors", "warnings", "unknown"].includes(name);
      const first = numbers ? `-${name}` : name, second = numbers ? name : `-${name}`;
      ask("sort", asked.get("sort") === first ? second : asked.get("sort") === second ? "" : first);
    });
  }
  form.addEventListener("input", (event) => ask(event.target.name, event.target.value));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const name of FILTERS) asked.delete(name);
    ask("sort", asked.get("sort"));
  });
  addEventListener("hashchange", read);
  /* On paper: what was asked for; where nothing was, what somebody has to see to. */
  const pressing = (row) => !row.left && (row.state !== "passed" || row.marks.some((mark) => PRESSING.includes(mark)));
  addEventListener("beforeprint", () => {
    for (const sums of document.querySelectorAll("details")) sums.open = true;
    printing = true;
    limit = Infinity;
    if (!FILTERS.some((name) => asked.get(name))) {
      shown = shown.filter(pressing);
      count.textContent = `需要处理的 ${shown.length} 份，共 ${rows.length} 份`;
      if (shown.length > ON_PAPER) {
        count.textContent += `；只印前 ${ON_PAPER} 份，其余的请筛选后打印`;
        limit = ON_PAPER;
      }
    }
    draw();
  });
  addEventListener("afterprint", () => { printing = false; show(); });
  for (const cell of document.querySelectorAll(".summary tbody td:nth-child(2)")) daysLeft(cell, true);
  form.hidden = false;
  read();
})();
