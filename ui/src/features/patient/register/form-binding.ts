import { createContext, useContext } from 'react';
import type { DraftField, RegisterDraft } from './draft.ts';

export interface FormBinding {
  readonly draft: RegisterDraft;
  readonly change: (change: Partial<RegisterDraft>) => void;
  /** The sentence under a field, from this form or from the server. */
  readonly faultAt: (field: DraftField) => string | undefined;
}

const Binding = createContext<FormBinding | null>(null);
export const FormProvider = Binding.Provider;

export function useForm(): FormBinding {
  const binding = useContext(Binding);
  if (binding === null) throw new Error('useForm is used outside a registration form');
  return binding;
}

type TextField = Exclude<DraftField, 'allergies'>;

/** What ties an input to its field of the draft. */
export function useField(field: TextField) {
  const { draft, change, faultAt } = useForm();
  return {
    value: draft[field],
    error: faultAt(field),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      change({ [field]: event.currentTarget.value });
    },
  };
}
