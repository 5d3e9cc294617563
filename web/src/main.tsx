import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { requestEarly } from './inbox/early-requests.js';
import { chosenTheme, showTheme } from './shell/theme.js';
import { texts } from './texts/texts.js';
import './styles/tokens.css';
import './styles/base.css';

document.documentElement.lang = texts.language;
document.documentElement.dir = texts.direction;
showTheme(chosenTheme());
requestEarly(window.location);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
