const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A plain text as HTML: escaped, with its line breaks. */
export const htmlOf = (text: string): string =>
  `<!doctype html><html><body><div style="font-family: sans-serif">${text
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
    .replace(/\r\n|\r|\n/g, '<br>\n')}</div></body></html>`;
