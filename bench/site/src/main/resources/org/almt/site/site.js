// The search over the sections of all pages and over the Javadoc's own lists, and the menu on narrow windows.
(() => {
    const input = document.getElementById("search");
    const found = document.getElementById("found");
    const menuButton = document.getElementById("menu-button");
    const MOST_SECTIONS = 8;
    const MOST_NAMES = 14;
    let api = [];

    menuButton.addEventListener("click", () => {
        const open = document.getElementById("menu").classList.toggle("open");
        menuButton.setAttribute("aria-expanded", open);
    });

    // The Javadoc's lists are scripts that set one variable each and then call this function.
    window.updateSearchResults = () => {};

    function load(name) {
        return new Promise(done => {
            const script = document.createElement("script");
            script.src = ROOT + "api/" + name + "-search-index.js";
            script.onload = script.onerror = done;
            document.head.append(script);
        });
    }

    async function loadApi() {
        if (loadApi.begun) {
            return;
        }
        loadApi.begun = true;
        await Promise.all(["package", "type", "member"].map(load));
        const modules = new Map((window.packageSearchIndex || []).map(entry => [entry.l, entry.m]));
        const folder = entry => "api/" + modules.get(entry.p) + "/" + entry.p.replaceAll(".", "/") + "/";
        const types = (window.typeSearchIndex || []).filter(entry => entry.p).map(entry => ({
            heading: entry.l, page: entry.p, url: folder(entry) + entry.l + ".html", words: ""}));
        const members = (window.memberSearchIndex || []).filter(entry => entry.p).map(entry => ({
            heading: entry.c + "." + entry.l, page: entry.p,
            url: folder(entry) + entry.c + ".html#" + (entry.u || entry.l), words: ""}));
        api = types.concat(members);
        show();
    }

    function score(entry, terms) {
        const heading = entry.heading.toLowerCase();
        const all = heading + " " + entry.page.toLowerCase() + " " + entry.words.toLowerCase();
        if (!terms.every(term => all.includes(term))) {
            return 0;
        }
        const name = heading.replace(/\(.*/, "");
        return 1 + 4 * terms.filter(term => heading.includes(term)).length
            + (name === terms.join(" ") ? 20 : 0) + (name.split(".").pop() === terms[0] ? 8 : 0);
    }

    function excerpt(entry, terms) {
        const at = entry.words.toLowerCase().indexOf(terms[0]);
        const from = Math.max(0, at - 60);
        return entry.words ? (from > 0 ? "… " : "") + entry.words.slice(from, from + 160) : entry.page;
    }

    function line(entry, terms) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const detail = document.createElement("small");
        link.href = ROOT + entry.url;
        link.textContent = entry.heading === entry.page || !entry.words
            ? entry.heading : entry.page + ": " + entry.heading;
        detail.textContent = excerpt(entry, terms);
        link.append(detail);
        item.append(link);
        return item;
    }

    function show() {
        const terms = input.value.toLowerCase().split(/\s+/).filter(term => term);
        found.hidden = terms.length === 0;
        if (found.hidden) {
            return;
        }
        const pages = PAGES.map(([page, heading, url, words]) => ({page, heading, url, words}));
        found.replaceChildren(...group("Pages", best(pages, terms, MOST_SECTIONS), terms),
            ...group("Javadoc", best(api, terms, MOST_NAMES), terms));
        if (!found.firstChild) {
            const nothing = document.createElement("p");
            nothing.textContent = "Nothing found.";
            found.append(nothing);
        }
    }

    function best(entries, terms, most) {
        return entries.map(entry => [score(entry, terms), entry]).filter(([points]) => points > 0)
            .sort((a, b) => b[0] - a[0]).slice(0, most).map(([, entry]) => entry);
    }

    function group(title, entries, terms) {
        if (entries.length === 0) {
            return [];
        }
        const heading = document.createElement("li");
        heading.className = "group";
        heading.textContent = title;
        return [heading, ...entries.map(entry => line(entry, terms))];
    }

    input.addEventListener("focus", loadApi);
    input.addEventListener("input", show);
    document.addEventListener("keydown", event => {
        if (event.key === "/" && document.activeElement !== input) {
            event.preventDefault();
            input.focus();
        } else if (event.key === "Escape") {
            found.hidden = true;
        } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
            const links = [...found.querySelectorAll("a")];
            const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
            event.preventDefault();
            (links[at] || input).focus();
        }
    });
    document.addEventListener("click", event => {
        if (!event.target.closest(".search")) {
            found.hidden = true;
        }
    });
})();
