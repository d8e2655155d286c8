import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tauri = {
  group: ['@tauri-apps/*', '@tauri-apps/**'],
  message: 'Only src/platform/tauri knows Tauri. Widen the Platform interface instead.',
};

/** Words a person can read belong in src/lib/i18n/en.json. */
const visibleText = {
  selector: 'JSXText[value=/[A-Za-z]{2,}/]',
  message: 'No hard-coded visible text: add a key to src/lib/i18n/en.json.',
};
const visibleAttribute = {
  selector:
    'JSXAttribute[name.name=/^(aria-label|title|placeholder|alt|label)$/] > Literal[value=/[A-Za-z]{2,}/]',
  message: 'No hard-coded visible text: add a key to src/lib/i18n/en.json.',
};
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.ts', 'codegen', 'eslint.config.js', 'dev/*.js', 'dev/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 220, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { patterns: [tauri] }],
      'no-restricted-syntax': ['error', defaultExport, visibleText, visibleAttribute],
    },
  },
  { files: ['src/platform/tauri/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['dev/**'], rules: { 'no-console': 'off', 'max-lines': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', defaultExport], 'max-lines': 'off' },
  },
);
