// What the linter holds: everything of typescript-eslint's strict set that needs types, and a few rules of our own.
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  // bin/ and the preload of the client are a few lines of JavaScript, and this file is not part of tsconfig.json.
  {
    ignores: [
      'src/sandbox/loopback-only.cjs',
      'node_modules',
      'data',
      'test-output',
      'bin',
      'built*',
      'eslint.config.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A switch without a default has to name every case; a default is a decision for all that are left.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers read well in sentences and need no String() around them.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Data is described by types throughout, so that unions and objects look alike.
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // The SDK's factories of credentials implement the class that its own parameters are typed with; none extends it.
    files: ['src/teams/adapter.ts', 'test/bench/bare-sdk.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    // mocha's describe and it answer promises that nobody awaits
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['it', 'describe', 'before', 'after', 'beforeEach', 'afterEach'],
              package: 'mocha',
            },
          ],
        },
      ],
    },
  },
  {
    // What people paste meets these patterns: none may take more than linear time.
    files: ['src/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { ignoreSticky: false, report: 'potential' }],
    },
  },
  // Those who talk to a terminal.
  {
    files: [
      'src/cli/**',
      'src/main.ts',
      'test/run.ts',
      'test/helpers/trouble-inside.ts',
      'test/attack/main.ts',
      'test/licences.ts',
      'test/bench/{main,answers,cards,start,soak}.ts',
      'test/matching/*.ts',
      'test/redaction/score.ts',
      'test/sim/{main,inject}.ts',
      'test/crash/run.ts',
    ],
    rules: { 'no-console': 'off' },
  },
)
