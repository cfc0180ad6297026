/** Colours of the theme for what is painted on a canvas, which knows neither variables nor `color-mix`. */

/** A CSS colour, tokens and all, as one that a canvas understands. */
export type ResolveColor = (color: string) => string;

/** Reads colours as they are at `host`, by the colour of a probe element. */
export function withColors<Colors>(host: HTMLElement, read: (resolve: ResolveColor) => Colors): Colors {
  const probe = document.createElement('i');
  probe.style.display = 'none';
  host.append(probe);
  const colors = read((color) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colors;
}

/** Calls when the theme changes, by the system or by the user. */
export function onThemeChange(listener: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  query.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style', 'class'] });
  return () => {
    query.removeEventListener('change', listener);
    observer.disconnect();
  };
}
