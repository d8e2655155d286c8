import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import { newCreationKey } from '../../../api/creation-key.ts';
import { problemOf } from '../../../api/problem.ts';
import type { FamilyContact, PatientRecord } from '../../../api/types.ts';
import { nameText } from '../PatientName.tsx';
import { NeededLabel } from '../register/NeededLabel.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface ContactDialogProps {
  readonly record: PatientRecord;
  readonly contact: FamilyContact | null;
  readonly onClose: () => void;
}

const FIELDS = ['name', 'relationship', 'contact', 'email'] as const;
const LABELS = {
  name: 'contacts.name',
  relationship: 'contacts.relationship',
  contact: 'contacts.phone',
  email: 'register.email',
} as const;

/** Adds somebody to call, or corrects how they are reached. */
export function ContactDialog({ record, contact, onClose }: ContactDialogProps) {
  const { t } = useTranslation();
  const [key] = useState(newCreationKey);
  const [draft, setDraft] = useState({
    name: contact?.name ?? '',
    relationship: contact?.relationship ?? '',
    contact: contact?.contact ?? '',
    email: contact?.email ?? '',
  });
  const [primary, setPrimary] = useState(contact?.is_primary ?? false);
  const [emergency, setEmergency] = useState(contact?.is_emergency_contact ?? false);
  const [tried, setTried] = useState(false);
  const isMissing = (field: (typeof FIELDS)[number]) => field !== 'email' && draft[field].trim() === '';
  const write = useChartWrite({
    done: t('contacts.saved', { name: nameText(record) }),
    onDone: onClose,
    send: () => {
      const fields = {
        name: draft.name.trim(),
        relationship: draft.relationship.trim(),
        contact: draft.contact.trim(),
        email: draft.email.trim() === '' ? null : draft.email.trim(),
        is_primary: primary,
        is_emergency_contact: emergency,
      };
      const path = { patient_id: record.id };
      return contact === null
        ? body(
            api.POST('/patients/{patient_id}/family-contacts', {
              params: { path, header: { 'Idempotency-Key': key } },
              body: fields,
            }),
          )
        : body(
            api.PUT('/patients/{patient_id}/family-contacts/{id}', {
              params: { path: { ...path, id: contact.id } },
              body: { ...fields, version: contact.version },
            }),
          );
    },
  });
  const faults = write.isError ? problemOf(write.error).fields : [];
  return (
    <PatientDialog
      record={record}
      title={t(contact === null ? 'contacts.add' : 'contacts.editTitle')}
      action={t('chart.save')}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (!FIELDS.some(isMissing)) write.mutate(undefined);
      }}
    >
      {FIELDS.map((field) => (
        <TextInput
          key={field}
          label={field === 'email' ? t(LABELS.email) : <NeededLabel text={t(LABELS[field])} />}
          value={draft[field]}
          maxLength={200}
          autoComplete="off"
          error={
            tried && isMissing(field)
              ? t('register.fault.required')
              : faults.find((fault) => fault.field === field)?.message
          }
          onChange={(event) => {
            setDraft({ ...draft, [field]: event.currentTarget.value });
          }}
          {...(field === 'name' ? { 'data-autofocus': true } : {})}
        />
      ))}
      <label>
        <input
          type="checkbox"
          checked={primary}
          onChange={(event) => {
            setPrimary(event.currentTarget.checked);
          }}
        />{' '}
        {t('contacts.primary')}
      </label>
      <label>
        <input
          type="checkbox"
          checked={emergency}
          onChange={(event) => {
            setEmergency(event.currentTarget.checked);
          }}
        />{' '}
        {t('contacts.emergency')}
      </label>
    </PatientDialog>
  );
}
