// Stands in for the package server-only, which throws wherever Next has not replaced it.
export {};
