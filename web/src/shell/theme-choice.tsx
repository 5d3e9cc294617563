import { useState } from 'react';
import { texts } from '../texts/texts.js';
import { Choice } from './choice.js';
import { chooseTheme, chosenTheme } from './theme.js';

/** Light or dark, whatever the system says. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <Choice
      label={texts.shell.theme}
      value={theme}
      names={texts.shell.themes}
      onChange={(chosen) => {
        chooseTheme(chosen);
        setTheme(chosen);
      }}
    />
  );
}
