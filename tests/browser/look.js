// What is noted of a page, all at once: `looks` in conftest.py evaluates this on each.
() => {
  const root = document.documentElement;
  const wide = root.clientWidth;
  const scrolls = (e) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX);
  const boxed = (e) => { for (let p = e.parentElement; p; p = p.parentElement) if (scrolls(p)) return true; return false; };
  // What waits wholly out of sight, such as a skip link, does not stick out.
  const out = (r) => r.width > 0 && ((r.right > wide + 1 && r.left < wide) || (r.left < -1 && r.right > 0));
  const all = [...document.body.querySelectorAll("*")];
  const links = [...document.querySelectorAll("a[href]")];
  const fragment = (a) => decodeURIComponent(a.getAttribute("href").slice(1));
  return {
    language: root.lang,
    direction: root.dir,
    flows: getComputedStyle(document.body).direction,
    title: document.title.trim(),
    mains: document.querySelectorAll("main").length,
    headings: document.querySelectorAll("h1").length,
    sideways: document.scrollingElement.scrollWidth - wide,
    stickingOut: all.filter((e) => out(e.getBoundingClientRect()) && !boxed(e)).slice(0, 5)
      .map((e) => `${e.tagName}.${e.getAttribute("class")}: ${e.textContent.trim().slice(0, 40)}`),
    links: [...new Set([...links, ...document.querySelectorAll("link[href]")].map((a) => a.href.split("#")[0]))],
    lostFragments: links.filter((a) => a.getAttribute("href").startsWith("#") && !document.getElementById(fragment(a)))
      .map((a) => a.outerHTML.slice(0, 80)),
    moving: document.getAnimations().map((a) => a.animationName || "transition"),
    words: [...new Set(document.body.innerText.split(/\s+/))],
  };
}
