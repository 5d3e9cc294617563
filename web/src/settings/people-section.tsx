import { type ContactAccessInput, type ContactResponse, listContacts, updateContact } from '@daybook/client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/client.js';
import { contactsKey } from '../company/contacts.js';
import { Chip } from '../controls/chip.js';
import { Failure } from '../controls/failure.js';
import { Field } from '../controls/field.js';
import { Section } from '../controls/page.js';
import { Pager } from '../controls/pager.js';
import { Waiting } from '../controls/waiting.js';
import { SESSION_KEY, useMay, useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';

const words = texts.settings.people;
const PAGE = 25;
const ROLES = ['none', 'viewer', 'decider', 'admin'] as const;

/** The contacts of the company, and what each may do. */
export function PeopleSection() {
  const { company } = useSession();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const query = { page, page_size: PAGE, ...(search.trim() && { search: search.trim() }) };
  const { data, error, refetch } = useQuery({
    queryKey: [...contactsKey(company.id), query],
    queryFn: ({ signal }) =>
      dataOf(listContacts({ path: { company_id: company.id }, query, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title={words.title}>
      <p className="field-hint">{words.hint}</p>
      {(search !== '' || (data?.count ?? 0) > PAGE) && (
        <Field label={words.search}>
          {(props) => (
            <input
              {...props}
              className="input"
              type="search"
              maxLength={200}
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
                setPage(1);
              }}
            />
          )}
        </Field>
      )}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.count === 0 && <p className="muted">{words.none}</p>}
      <ul>
        {data?.data.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      {data && <Pager page={page} pageSize={PAGE} count={data.count} onPage={setPage} />}
    </Section>
  );
}

function PersonRow({ person }: { person: ContactResponse }) {
  const { company, contact } = useSession();
  const mayChange = useMay('admin');
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (role: ContactAccessInput['access_role']) =>
      dataOf(
        updateContact({
          path: { company_id: company.id, contact_id: person.id },
          body: { access_role: role },
          headers: { 'Idempotency-Key': crypto.randomUUID() },
          throwOnError: true,
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: contactsKey(company.id) });
      if (person.id === contact.id) void queries.invalidateQueries({ queryKey: SESSION_KEY });
    },
  });
  const role = (change.isPending ? change.variables : person.access_role) ?? 'none';
  return (
    <li className="settings-person">
      <div>
        <div className="row">
          <b>{person.name}</b>
          {person.id === contact.id && <Chip>{words.you}</Chip>}
          {!person.active && <Chip kind="warn">{words.inactive}</Chip>}
        </div>
        <div className="muted">{[person.role, person.email].filter(Boolean).join(' · ')}</div>
      </div>
      <select
        className="input"
        aria-label={words.access(person.name)}
        value={role}
        disabled={!mayChange || change.isPending}
        onChange={(event) =>
          change.mutate(
            event.target.value === 'none' ? null : (event.target.value as ContactAccessInput['access_role']),
          )
        }
      >
        {ROLES.map((name) => (
          <option key={name} value={name}>
            {words.roles[name]}
          </option>
        ))}
      </select>
      {change.error && (
        <div className="settings-person-error">
          <Failure error={change.error} />
        </div>
      )}
    </li>
  );
}
