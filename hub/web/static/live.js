// Live updates on top of pages that work without them: when an alert changes, the page fetches itself anew and exchanges what differs.
// A page on which somebody is writing is not touched; it says that there is something new.

const part = document.querySelector("[data-live]");
const toast = document.querySelector(".live");
const calm = 400;
let timer;

/** Whether exchanging the page would take something away from the person in front of it. */
function busy() {
  const written = [...document.querySelectorAll("main textarea, main input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
  return written || document.querySelector("main details form :focus") !== null;
}

function tell(text) {
  toast.querySelector("span").textContent = text;
  toast.querySelector("a").href = location.href;
  toast.hidden = false;
}

async function renew() {
  if (busy()) {
    tell("Ada perubahan pada halaman ini.");
    return;
  }
  const answer = await fetch(location.href, { headers: { "X-Simpul-Live": "1" }, redirect: "manual" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...document.querySelectorAll("main details")].map((one) => one.open);
  for (const name of ["main", ".rail", ".bar"]) {
    document.querySelector(name).replaceWith(fresh.querySelector(name));
  }
  document.querySelectorAll("main details").forEach((one, place) => { one.open = open[place] ?? one.open; });
  document.title = fresh.title;
  tell("Diperbarui barusan.");
  toast.querySelector("a").hidden = true;
  setTimeout(() => { toast.hidden = true; toast.querySelector("a").hidden = false; }, 2500);
}

if (part && "EventSource" in window) {
  const alert = part.dataset.alert;
  const stream = new EventSource(`/api/v1/alerts/stream?after=${encodeURIComponent(part.dataset.live)}`);
  stream.addEventListener("alert", (event) => {
    if (alert && String(JSON.parse(event.data).alert) !== alert) return;
    clearTimeout(timer);
    timer = setTimeout(renew, calm);
  });
  addEventListener("pagehide", () => stream.close());
}
