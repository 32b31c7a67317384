// What was typed and not yet saved, kept by the browser until it is: starting a lesson again draws its cards anew.

export function draft(view) {
  const name = `rapport-draft:${view.id}:${view.stem}`;
  const attempt = (step) => {
    try {
      return step(window.sessionStorage);
    } catch {
      return null; // a page in a sandbox has no storage
    }
  };
  return {
    read: () => attempt((storage) => storage.getItem(name)),
    keep: (text) => attempt((storage) => storage.setItem(name, text)),
    drop: () => attempt((storage) => storage.removeItem(name)),
  };
}
