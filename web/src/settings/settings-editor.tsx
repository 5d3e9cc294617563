import { type SettingsInput, type SettingsResponse, updateSettings } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { dataOf } from '../api/client.js';
import { settingsKey, useSettings } from '../company/settings.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Notice } from '../controls/notice.js';
import { Waiting } from '../controls/waiting.js';
import { useMay, useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { ApprovalsSection } from './approvals-section.js';
import { DeliverySection } from './delivery-section.js';
import { MinimumsSection } from './minimums-section.js';
import { changeOf, type Form, formOf } from './settings-form.js';

const words = texts.settings;

/** The settings of the company: loaded, then edited. What is typed stays until it is saved or discarded. */
export function SettingsForm() {
  const { data, error, refetch } = useSettings();
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return data ? <Editor settings={data} /> : <Waiting />;
}

/** What every section of the form gets. */
export interface SectionProps {
  form: Form;
  set: (change: Partial<Form>) => void;
  /** The errors of the API by field. */
  fields: Readonly<Record<string, string>>;
}

function Editor({ settings }: { settings: SettingsResponse }) {
  const { company } = useSession();
  const mayChange = useMay('admin');
  const queries = useQueryClient();
  const [changes, setChanges] = useState<Partial<Form>>({});
  const saved = formOf(settings);
  const form = { ...saved, ...changes };
  const change = changeOf(saved, form);
  const isChanged = Object.keys(change).length > 0;
  const save = useMutation({
    mutationFn: (body: SettingsInput) =>
      dataOf(
        updateSettings({
          path: { company_id: company.id },
          body,
          headers: { 'Idempotency-Key': crypto.randomUUID() },
          throwOnError: true,
        }),
      ),
    onSuccess: (next) => {
      queries.setQueryData(settingsKey(company.id), next);
      setChanges({});
    },
  });
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) save.mutate(change);
  };
  const props: SectionProps = {
    form,
    fields,
    set: (next) => {
      setChanges((current) => ({ ...current, ...next }));
      if (save.isSuccess) save.reset();
    },
  };
  return (
    <form className="settings-form" onSubmit={submit} noValidate>
      {!mayChange && <p className="muted">{words.readOnly}</p>}
      <fieldset className="settings-form" disabled={!mayChange}>
        <DeliverySection {...props} />
        <ApprovalsSection {...props} />
        <MinimumsSection {...props} />
      </fieldset>
      {save.error && <Failure error={save.error} />}
      {mayChange && (isChanged || save.isSuccess) && (
        <div className="settings-bar row" role="group" aria-label={words.save}>
          {isChanged ? (
            <>
              <Button type="submit" kind="primary" isDisabled={save.isPending}>
                {words.save}
              </Button>
              <Button
                onPress={() => {
                  setChanges({});
                  save.reset();
                }}
              >
                {words.discard}
              </Button>
              <span className="muted">{words.unsaved}</span>
            </>
          ) : (
            <Notice kind="info">{words.saved}</Notice>
          )}
        </div>
      )}
    </form>
  );
}
