import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, Nullable, timestampOrNull } from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { type CurrentSettings, type Settings, SETTING_NAMES, SETTINGS } from '../settings.js';

/** A change of settings. Its fields are declared in the table SETTINGS. */
export class SettingsInput {}

class SettingsFields {}

for (const name of SETTING_NAMES) {
  SETTINGS[name].input(SettingsInput.prototype, name);
  ApiProperty(SETTINGS[name].response)(SettingsFields.prototype, name);
}

export class SettingsResponse extends SettingsFields {
  @DateTimeField('When a setting last changed; null if none has.', '2026-11-23T09:30:00.000Z', Nullable)
  updated_at: string | null;

  static from({ updated_at, ...settings }: CurrentSettings): Settings & SettingsResponse {
    return { ...settings, updated_at: timestampOrNull(updated_at) };
  }
}

/** The data of the event `settings.updated`. */
export class SettingsEventData extends SettingsResponse {
  @PreviousField()
  previous: object;
}
