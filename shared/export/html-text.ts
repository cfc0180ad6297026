/** Captured text as HTML. Everything in it is hostile: nothing but these functions may bring text into a page. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as an element's content and within a quoted attribute. NUL, which no HTML may hold, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll('\0', '\uFFFD');
}

/** Text as it was written, its fenced code set apart. Lines are kept by the style sheet. */
export function proseHtml(text: string): string {
  const parts = text.split(/^(?:`{3,}|~{3,})([^\n`]*)$/m);
  let html = '';
  // Odd entries are what stood behind a fence; prose and code take turns between them.
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index] ?? '';
    const isCode = (index / 2) % 2 === 1;
    if (isCode) html += codeHtml(part.replace(/^\n|\n$/g, ''));
    else if (part.trim() !== '') html += `<p class="prose">${escapeHtml(part.replace(/^\n+|\n+$/g, ''))}</p>`;
  }
  return html;
}

/** A box of code. */
export function codeHtml(text: string): string {
  return `<pre>${escapeHtml(text)}</pre>`;
}

/** Folded until it is opened; open on paper (see the style sheet). */
export function foldHtml(title: string, html: string): string {
  return `<details><summary>${escapeHtml(title)}</summary>${html}</details>`;
}

const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** An image from its base64; null for what is no such image. SVG is none: it may hold scripts. */
export function imageHtml(mediaType: string | null, base64: string): string | null {
  const type = mediaType?.toLowerCase() ?? 'image/png';
  if (!imageTypes.includes(type) || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) return null;
  return `<img alt="" src="data:${type};base64,${base64.replaceAll(/\s/g, '')}">`;
}
