try {
  const theme = localStorage.getItem("payspec-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* No storage: the system decides. */ }
