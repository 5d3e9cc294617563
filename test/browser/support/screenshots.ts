import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = new URL('../screenshots/', import.meta.url);

/** Writes a picture of the window into test/browser/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, FOLDER)), animations: 'disabled' });
}
