#include <stdio.h>
#include <stdlib.h>

static double **rows_of(int n) {
  double **rows = malloc(sizeof(double *) * (size_t)n);
  for (int i = 0; i < n; i++)
    rows[i] = calloc((size_t)n, sizeof(double));
  return rows;
}

static void release(double **rows, int n) {
  for (int i = 0; i < n; i++)
    free(rows[i]);
  free(rows);
}

static double **filled(int n, int factor) {
  double **rows = rows_of(n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      rows[i][j] = (i * factor + j) % 7;
  return rows;
}

static double **multiply(double *const *a, double *const *b, int n) {
  double **c = rows_of(n);
  for (int i = 0; i < n; i++) {
    const double *ai = a[i];
    double *ci = c[i];
    for (int k = 0; k < n; k++) {
      double aik = ai[k];
      const double *bk = b[k];
      for (int j = 0; j < n; j++)
        ci[j] += aik * bk[j];
    }
  }
  return c;
}

int main(void) {
  int n;
  if (scanf("%d", &n) != 1) n = 400;
  double **b = filled(n, 3);
  double sum = 0.0;
  for (int round = 1; round <= 15; round++) {
    double **a = filled(n, round), **c = multiply(a, b, n);
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++)
        sum += c[i][j];
    release(a, n);
    release(c, n);
  }
  printf("checksum: %.1f\n", sum);
}
