import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` serves the API, for `npm run dev --workspace web`. */
const API = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    // The policy of the page forbids inline scripts and data URLs in styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // Browsers that know light-dark(): what stands in for it in older ones follows the system alone, not the person's choice.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: API, changeOrigin: false } } },
});
