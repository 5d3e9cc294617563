import { en, type Texts } from './en.js';

/** The texts in the language that the page speaks. */
export const texts: Texts = en;
