/** What the window's page may load: its own files and nothing else. Captured traffic is hostile; it is shown here. */

const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  // The code editor writes its own style elements; a style can't run code, and nothing can be fetched by one.
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self'",
  'img-src': "'self' data: blob:",
  'media-src': 'data: blob:',
  'connect-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The `Content-Security-Policy` of the built window: no network at all. */
export const contentPolicy = join(directives);

/** The same for the development server: hot reload needs an inline script and a socket to its own origin. */
export const developmentPolicy = join({
  ...directives,
  'script-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' ws://127.0.0.1:*",
});

function join(parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
