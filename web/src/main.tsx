import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { requestEarly } from './inbox/early-requests.js';
import './styles/tokens.css';
import './styles/base.css';

requestEarly(window.location);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
