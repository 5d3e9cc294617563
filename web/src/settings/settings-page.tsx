import { Page } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import { BrowserSection } from './browser-section.js';
import { PeopleSection } from './people-section.js';
import { SettingsForm } from './settings-editor.js';
import './settings.css';

/** How the company sends and approves, who may do what, and what concerns this browser. */
export default function SettingsPage() {
  return (
    <Page title={texts.settings.title}>
      <SettingsForm />
      <PeopleSection />
      <BrowserSection />
    </Page>
  );
}
