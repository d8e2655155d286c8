import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

/** English (UK) is the source. A further language is one more file with the same keys. */
void i18next.use(initReactI18next).init({
  lng: 'en-GB',
  fallbackLng: 'en-GB',
  resources: { 'en-GB': { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

export { i18next };
