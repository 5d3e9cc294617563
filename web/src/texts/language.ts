/** The language of the browser, for amounts, dates and plurals; the words are English. */
export const LANGUAGE = globalThis.navigator?.language || 'en';
