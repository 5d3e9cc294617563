import { Field, Tick } from '../controls/field.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import type { SectionProps } from './settings-editor.js';
import { fieldError, type Form, WEEK } from './settings-form.js';
import { TextSetting } from './text-setting.js';

const words = texts.settings.delivery;

/** How and when approved e-mails go out. */
export function DeliverySection(props: SectionProps) {
  const { form, set, fields } = props;
  return (
    <Section title={words.title}>
      <div className="settings-grid">
        <Field label={words.by} hint={words.byHint} error={fieldError(fields, 'delivery')}>
          {(control) => (
            <select
              {...control}
              className="input"
              value={form.delivery}
              onChange={(event) => set({ delivery: event.target.value as Form['delivery'] })}
            >
              <option value="built_in">{words.modes.built_in}</option>
              <option value="external">{words.modes.external}</option>
            </select>
          )}
        </Field>
        <TextSetting {...props} name="from_name" label={words.fromName} hint={words.fromNameHint} />
        <TextSetting
          {...props}
          name="from_email"
          type="email"
          label={words.fromEmail}
          hint={words.fromEmailHint}
        />
        <TextSetting {...props} name="reply_to" type="email" label={words.replyTo} hint={words.replyToHint} />
      </div>
      <Field label={words.signature} hint={words.signatureHint} error={fieldError(fields, 'signature')}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={4}
            value={form.signature}
            onChange={(event) => set({ signature: event.target.value })}
          />
        )}
      </Field>
      <div className="settings-grid">
        <TimeZone {...props} />
        <TextSetting
          {...props}
          name="minimum_interval_days"
          type="number"
          label={words.interval}
          hint={words.intervalHint}
        />
      </div>
      <DeliveryWindow {...props} />
      <Field label={words.closedDays} hint={words.closedDaysHint} error={fieldError(fields, 'closed_days')}>
        {(control) => (
          <textarea
            {...control}
            className="input settings-days-list"
            rows={4}
            value={form.closed_days}
            onChange={(event) => set({ closed_days: event.target.value })}
          />
        )}
      </Field>
    </Section>
  );
}

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

function TimeZone(props: SectionProps) {
  const { form, set, fields } = props;
  return (
    <Field label={words.timeZone} hint={words.timeZoneHint} error={fieldError(fields, 'time_zone')}>
      {(control) => (
        <>
          <input
            {...control}
            className="input"
            list="settings-time-zones"
            autoComplete="off"
            value={form.time_zone}
            onChange={(event) => set({ time_zone: event.target.value })}
          />
          <datalist id="settings-time-zones">
            {TIME_ZONES.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function DeliveryWindow(props: SectionProps) {
  const { form, set, fields } = props;
  return (
    <>
      <Tick
        label={words.hasWindow}
        hint={words.windowHint}
        checked={form.hasWindow}
        onChange={(event) => set({ hasWindow: event.target.checked })}
      />
      {form.hasWindow && (
        <div className="settings-window">
          <fieldset className="settings-days">
            <legend>{words.days}</legend>
            {WEEK.map((day) => (
              <Tick
                key={day}
                label={words.dayNames[day]}
                checked={form.days.includes(day)}
                onChange={(event) =>
                  set({
                    days: event.target.checked
                      ? [...form.days, day]
                      : form.days.filter((other) => other !== day),
                  })
                }
              />
            ))}
          </fieldset>
          <div className="row">
            <TextSetting {...props} name="start" type="time" label={words.start} />
            <TextSetting {...props} name="end" type="time" label={words.end} />
          </div>
          {fieldError(fields, 'delivery_window') && (
            <div className="field-error" role="alert">
              {fieldError(fields, 'delivery_window')}
            </div>
          )}
        </div>
      )}
    </>
  );
}
